// Package store wraps the go statement.
package store

func spawn(f func()) {
	go f() // want `\(detached\)`
}

type Spawner func(f func())

var spawner Spawner = func(f func()) {
	go f() // want `\(detached\)`
}

func flush() {
	spawn(func() {})
	spawner(func() {
		go flush() // want `\(detached\)`
	})
}
