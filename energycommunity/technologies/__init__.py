"""Technologies: one file each. `base` is the contract, `registry` finds them."""
