"""What each member contributes to what a community is worth: Shapley value, least core and nucleolus of a game."""
