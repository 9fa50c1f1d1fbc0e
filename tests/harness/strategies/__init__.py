"""What others may write: texts that try to be more, answers that are none, and manifests with mistakes in them."""
