"""Finding what was said, in everything that one may read. Owns search_pieces, search_progress. Follows the logs by `Said`;
handles the job `index_again`. `indexer.py` is the loop that follows."""
