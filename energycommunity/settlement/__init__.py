"""Who pays whom: what is shared in each interval, and the bills of each meter and month."""
