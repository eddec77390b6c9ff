import { goto } from '$app/navigation';
import { trail } from '#lib/ui/trail.ts';

/** Back to where one came from, which stands as it was left; Home for who came from outside. */
export function leave(): void {
  if (trail.inside) history.back();
  else void goto('/');
}
