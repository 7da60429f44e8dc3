"""What only many pages together can tell: what repeats on a site, which pages are one, which sites moved."""
