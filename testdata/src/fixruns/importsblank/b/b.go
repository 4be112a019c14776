// Package b is used.
package b

// Name is its name.
const Name = "b"
