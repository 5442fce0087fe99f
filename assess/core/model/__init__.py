"""The values of the core: rules, evidence, answers, plans and results, all frozen."""
