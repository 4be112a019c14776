package a

// Name is a.
const Name = "a"
