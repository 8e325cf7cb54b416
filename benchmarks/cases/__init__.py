"""One file for each case: what is measured, how, and what is to be reached. The command finds them by itself."""
