"""The loading's command line that kills itself: `python -m tests.etl.killed N refresh …` dies at moment N.

A moment is the beginning of a step, a flush to disk, or a file that gets its name; N = 0 only counts them.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from etl.steps import Steps

MOMENTS = "moments:"


def main(fatal: int) -> None:
    """Run the command line, to its end or to the fatal moment."""
    count = 0

    def watched(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return called

    os.fsync, os.replace = watched(os.fsync), watched(os.replace)
    Steps.__call__ = watched(Steps.__call__)  # type: ignore[method-assign]
    from etl.__main__ import etl

    try:
        etl()
    finally:
        print(MOMENTS, count, file=sys.stderr)


if __name__ == "__main__":
    fatal = int(sys.argv.pop(1))
    main(fatal)
