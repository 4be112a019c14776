// Package inner belongs to the main module.
package inner

import "example.com/dep/lib"

// Wrap launches by the dependency.
func Wrap() { lib.Fire() } // want "untracked/hidden-launch"

// Own launches itself.
func Own() {
	go lib.MakeInt() // want "untracked/raw-go detached" "untracked/hidden-launch"
}

// Use calls both, which is no hidden launch: they belong to the main module.
func Use() {
	Wrap()
	Own()
}
