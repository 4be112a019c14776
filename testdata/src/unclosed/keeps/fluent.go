package keeps

import "os"

// A builder's methods return it.
type builder struct {
	log  *os.File
	name string
}

func (b *builder) withLog(f *os.File) *builder {
	b.log = f
	return b
}

func (b *builder) withName(name string) *builder {
	b.name = name
	return b
}

// Fluent returns what holds the file.
func Fluent(p string) (*builder, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return new(builder).withLog(f).withName("x"), nil
}

// FluentLast returns what a chain has got the file by last.
func FluentLast(p string) (*builder, error) {
	b := new(builder)
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	return b.withName("x").withLog(f), nil
}
