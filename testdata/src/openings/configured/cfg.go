// Package configured has resources of the config.
package configured

import (
	"io"
	"os"

	"example.com/configured/pool"
)

func K1() error {
	c, err := pool.Dial() // want "unclosed/leak"
	if err != nil {
		return err
	}
	c.Ping()
	return nil
}

func K2() error {
	c, err := pool.Dial()
	if err != nil {
		return err
	}
	defer c.Bye()
	c.Ping()
	return nil
}

func K3(p string) (int64, error) {
	f, err := pool.Open(p)
	if err != nil {
		return 0, err
	}
	return f.Seek(0, 2)
}

func K4() error {
	d, err := os.MkdirTemp("", "x") // want "unclosed/leak"
	if err != nil {
		return err
	}
	return os.WriteFile(d+"/x", nil, 0o600)
}

func K5() error {
	d, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(d)
	return os.WriteFile(d+"/x", nil, 0o600)
}

func K6() error {
	m, err := pool.Body() // want "unclosed/leak"
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, m.Raw)
	return err
}

func K7() error {
	m, err := pool.Body()
	if err != nil {
		return err
	}
	defer m.Raw.Close()
	_, err = io.Copy(io.Discard, m.Raw)
	return err
}

func K8() int {
	n, l, err := pool.Two() // want "unclosed/leak"
	if err != nil || l == nil {
		return 0
	}
	return n
}

func K9() int {
	n, _, err := pool.Two() // want "unclosed/discarded"
	if err != nil {
		return 0
	}
	return n
}

func K10(p *pool.Pool) {
	c := p.Borrow() // want "unclosed/leak"
	c.Ping()
}

func K11(p *pool.Pool) {
	c := p.Borrow()
	defer p.Return(c)
	c.Ping()
}
