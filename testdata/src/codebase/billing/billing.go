// Package billing launches functions of all kinds.
package billing

import "fmt"

type Invoice struct{ hooks map[string]func() }

func (i Invoice) send()           {}
func (i *Invoice) store(n int)    {}
func (i *Invoice) next() func()   { return i.send }
func charge(amounts ...int)       {}
func pick() func(int, string)     { return nil }
func each[T any](list []T, _ int) {}

type sender interface{ send() }

func run(i *Invoice, s sender, f func(), funcs []func(), queue chan func(), any2 any) {
	go charge()                         // want `goroutine running charge .*\(detached\)`
	go charge(1, 2)                     // want `\(detached\)`
	go charge([]int{3}...)              // want `\(detached\)`
	go i.send()                         // want `goroutine running Invoice.send .*\(detached\)`
	go i.store(4)                       // want `goroutine running \(\*Invoice\).store .*\(detached\)`
	go (*Invoice).store(i, 5)           // want `\(detached\)`
	go Invoice.send(*i)                 // want `\(detached\)`
	go s.send()                         // want `\(detached\)`
	go f()                              // want `\(detached\)`
	go funcs[0]()                       // want `\(detached\)`
	go i.hooks["paid"]()                // want `\(detached\)`
	go (<-queue)()                      // want `\(detached\)`
	go i.next()()                       // want `\(detached\)`
	go pick()(6, "six")                 // want `\(detached\)`
	go each([]int{7}, 7)                // want `goroutine running each .*\(detached\)`
	go each[string](nil, 8)             // want `\(detached\)`
	go (charge)(9)                      // want `\(detached\)`
	go fmt.Println(i)                   // want `goroutine running fmt.Println .*\(detached\)`
	go any2.(func())()                  // want `\(detached\)`
	go func(n int) int { return n }(10) // want `\(detached\)`
}
