"""The mathematical programme: from assets and their profiles to sizes, dispatch and a proof of how good they are."""
