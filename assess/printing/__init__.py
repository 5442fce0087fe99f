"""Reports made in processes of their own, so that the making of one keeps nobody's page waiting."""
