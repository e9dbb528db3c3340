"""What the law decides by itself if nobody does, and promises that a new calendar would move."""
