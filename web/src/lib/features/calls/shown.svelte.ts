/** Whether a call is to be seen: what shows it is loaded then. */
class Shown {
  call = $state(false);
}

export const shown = new Shown();
