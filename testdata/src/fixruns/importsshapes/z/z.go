package z

// Name is z.
const Name = "z"
