package advice

import "os"

type handler struct {
	f    *os.File
	done chan struct{}
}

// Close panics where there is no handler.
func (h *handler) Close() error {
	close(h.done)
	return h.f.Close()
}

func setup(path string) *handler {
	if path == "" {
		return nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil
	}
	return &handler{f, make(chan struct{})}
}

func always(path string) (*handler, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &handler{f, make(chan struct{})}, nil
}

// What setup gives may be nil: to close that is what not to do.
func nilable(path string, load func() error) (*handler, error) {
	h := setup(path) // want `h opened by advice.setup is not closed when nilable returns at line 39, nor at line 42; call h.Close\(\) on those paths, unless h is nil`
	if err := load(); err != nil {
		return nil, err
	}
	if err := load(); err != nil {
		return nil, err
	}
	return h, nil
}

// Where it always gives one beside no error there is no such doubt.
func there(path string, load func() error) (*handler, error) {
	h, err := always(path) // want `call h.Close\(\) on that path \(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	if err := load(); err != nil {
		return nil, err
	}
	return h, nil
}
