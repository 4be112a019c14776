package handover

import "os"

// Who keeps a method of a resource has the resource.

type hub struct {
	m    map[string]func([]byte) (int, error)
	list []func([]byte) (int, error)
	one  func([]byte) (int, error)
	any  any
}

func (h *hub) add(name string, f func([]byte) (int, error))                        { h.m[name] = f }
func (h *hub) push(f func([]byte) (int, error))                                    { h.list = append(h.list, f) }
func (h *hub) set(f func([]byte) (int, error))                                     { h.one = f }
func (h *hub) keep(f any)                                                          { h.any = f }
func register(m map[string]func([]byte) (int, error), f func([]byte) (int, error)) { m["a"] = f }

func BoundInMap(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	h.add("a", c.Write)
	return nil
}

func BoundInList(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	h.push(c.Write)
	return nil
}

func BoundInField(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	h.set(c.Write)
	return nil
}

func BoundInAny(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	h.keep(c.Write)
	return nil
}

func BoundStored(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	h.one = c.Write
	return nil
}

func BoundInEntry(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	h.m["x"] = c.Write
	return nil
}

func BoundByFunction(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	register(h.m, c.Write)
	return nil
}

func run(f func([]byte) (int, error)) { f(nil) }

// BoundCalled lends it.
func BoundCalled() error {
	c, err := os.Create("a") // want `c opened by os\.Create is not closed when BoundCalled returns.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	run(c.Write)
	return nil
}

func BoundInLiteral(h *hub) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	h.set(func(b []byte) (int, error) { return c.Write(b) })
	return nil
}

func BoundGivenOut(add func(func([]byte) (int, error))) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	add(c.Write)
	return nil
}

type adder interface {
	Add(func([]byte) (int, error))
}

func BoundToInterface(a adder) error {
	c, err := os.Create("a")
	if err != nil {
		return err
	}
	a.Add(c.Write)
	return nil
}

type server struct{ w func([]byte) (int, error) }

func newServer(w func([]byte) (int, error)) *server { return &server{w} }

func BoundReturned() (*server, error) {
	c, err := os.Create("a")
	if err != nil {
		return nil, err
	}
	return newServer(c.Write), nil
}

func BoundReturnedLater() (*server, error) {
	c, err := os.Create("a")
	if err != nil {
		return nil, err
	}
	s := newServer(c.Write)
	return s, nil
}
