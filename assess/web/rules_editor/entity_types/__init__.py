"""What can be edited in forms: the types of entity, their fields and the choices that they offer."""
