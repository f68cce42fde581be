"""What an OpenID provider is made of: keys that sign, names of persons, requests read strictly."""
