"""Score an assessment: conditions, states, scores, findings and recommendations."""
