"""What is made of a video that is posted, after it can be seen: renditions of several sizes, stills to find a moment by, how loud it is."""
