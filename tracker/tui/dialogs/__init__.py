"""Small questions above a screen: each is answered and gone."""
