// Package a is imported for its effects.
package a
