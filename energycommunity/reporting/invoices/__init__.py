"""What `ecsim settle` writes: invoices, the community's account, keys side by side, a sheet for each member."""
