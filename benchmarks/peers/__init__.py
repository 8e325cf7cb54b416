"""The same programmes in other tools; each file needs the packages of the optional group `peer`."""
