"""GitHub's REST API: the one comment that a run keeps up to date on a pull request.

PyGithub is imported only once there is one to write.
"""

from webflow_publish.github.announcement import announce
from webflow_publish.github.event import Event

__all__ = ["Event", "announce"]
