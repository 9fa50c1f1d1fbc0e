"""A server that answers as Webflow's Data API does, in microseconds: so that what is measured are its clients."""
