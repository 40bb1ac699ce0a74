"""The server's log: one JSON object a line on stderr."""

import sys

import structlog


def write_json_lines() -> None:
    """Make every logger of this process write JSON lines, with the trace of what went wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
