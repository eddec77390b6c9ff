"""`paperplane`, whose renditions stand behind nothing: on a machine that is busy with other tests they would wait for minutes."""

from paperplane.cli import main
from paperplane.media.ladder import actions

if __name__ == "__main__":
    actions.BEHIND = 0
    main()
