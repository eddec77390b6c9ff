-- A video of which only a stretch is wanted, where the device that brings it could not cut it itself.
alter table uploads add column cut_start_ms integer, add column cut_end_ms integer,
  add constraint uploads_cut check (cut_start_ms >= 0 and cut_end_ms > cut_start_ms);
