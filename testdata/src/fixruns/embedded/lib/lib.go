// Package lib has structs with embedded pointers that other packages can set.
package lib

// want: tell := shown.Tell
// want: tell := given.Tell
// want: hidden.Tell(out)
// want: unexported.tell(out)

// Base has the methods.
type Base struct{ Name string }

// Tell sends the name.
func (b *Base) Tell(out chan string) { out <- b.Name }

// Shown is known to other packages.
type Shown struct{ *Base }

// NewShown makes one.
func NewShown() *Shown { return &Shown{Base: &Base{"shown"}} }

// Start launches.
func (shown *Shown) Start(out chan string) {
	go shown.Tell(out) // fix: yes
}

type givenOut struct{ *Base }

// NewGiven gives out a type that is not exported: others can name its field.
func NewGiven() *givenOut { return &givenOut{Base: &Base{"given"}} }

// Start launches.
func (given *givenOut) Start(out chan string) {
	go given.Tell(out) // fix: yes
}

// A Starter starts.
type Starter interface{ Start(chan string) }

type concealed struct{ *Base }

// NewConcealed gives out an interface, by which nobody gets at the field.
func NewConcealed() Starter { return &concealed{Base: &Base{"hidden"}} }

func (hidden *concealed) Start(out chan string) {
	go hidden.Tell(out) // fix: yes
}

type base struct{ name string }

func (b *base) tell(out chan string) { out <- b.name }

// Own embeds what others cannot name.
type Own struct{ *base }

// NewOwn makes one.
func NewOwn() *Own { return &Own{base: &base{"own"}} }

// Start launches.
func (unexported *Own) Start(out chan string) {
	go unexported.tell(out) // fix: yes
}
