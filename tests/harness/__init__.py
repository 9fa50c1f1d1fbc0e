"""What the tests share: a clock that does not wait, the sandbox on loopback, GitHub's runner as it reads us."""
