"""What differs between the live and the staged content of an item, field by field, as people read it."""

from webflow_publish.difference.comparison import Difference, differences
from webflow_publish.difference.excerpt import excerpts

__all__ = ["Difference", "differences", "excerpts"]
