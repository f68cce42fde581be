"""What other systems call: the OpenID provider, and the provisioning of people by their systems."""
