"""How fast this program is, measured side by side with others, against one server on this machine: `make bench`."""
