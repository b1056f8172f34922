"""What several panels use; a panel never imports another one."""
