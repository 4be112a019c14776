// Package nested keeps resources in parts of what it returns.
package nested

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"sync"
)

type in struct{ f *os.File }
type out struct {
	in    in
	pin   *in
	list  []in
	m     map[string]in
	arr   [2]*os.File
	conns []net.Conn
	fn    func() error
	any   any
	mu    sync.Mutex
}

func (o *out) Close() error { return o.in.f.Close() }

func Value(p string) (*out, error) {
	o := &out{}
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o.in.f = f
	return o, nil
}

func NamedResult(p string) (o out, err error) {
	o.in.f, err = os.Open(p)
	return
}

func Address(p string) (*out, error) {
	o := new(out)
	x := &o.in
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	x.f = f
	return o, nil
}

func Pointer(p string) (*out, error) {
	o := &out{pin: &in{}}
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o.pin.f = f
	return o, nil
}

func Appended(p string) (*out, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o := &out{}
	o.list = append(o.list, in{f})
	return o, nil
}

func InMap(p string) (*out, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o := &out{m: map[string]in{}}
	o.m[p] = in{f: f}
	return o, nil
}

func InArray(p string) (o *out, err error) {
	o = new(out)
	o.arr[0], err = os.Open(p)
	if err != nil {
		return nil, err
	}
	return o, nil
}

func Method(p string) (o *out, err error) {
	o = new(out)
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o.fn = f.Close
	o.any = f
	return o, nil
}

func InClosure(p string) (*out, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	o := &out{}
	func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.in = in{f}
	}()
	return o, nil
}

func ClosedByHolder(p string) error {
	o := &out{}
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	o.in.f = f
	defer o.Close()
	return nil
}

func HolderForgotten(p string) error {
	var o out
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when HolderForgotten returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	o.in.f = f
	fmt.Println(o.in.f.Name())
	return nil
}

func HolderDropped(p string) (*out, error) {
	o := &out{}
	f, err := os.Open(p) // want `f opened by os\.Open is not closed when HolderDropped returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return nil, err
	}
	o.in.f = f
	if _, err := f.Stat(); err != nil {
		return nil, err
	}
	return o, nil
}

func UseValue(p string) error {
	o, err := Value(p)
	if err != nil {
		return err
	}
	defer o.Close()
	return nil
}

func ForgetValue(p string) error {
	o, err := Value(p) // want `o opened by nested\.Value is not closed when ForgetValue returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	fmt.Println(o.in.f.Name())
	return nil
}

type base struct{ conn net.Conn }

func (b *base) Close() error { return b.conn.Close() }

type mid struct{ base }
type top struct {
	*mid
	r *bufio.Reader
}

func Top(addr string) (*top, error) {
	t := &top{mid: &mid{}}
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	t.conn = c
	t.r = bufio.NewReader(c)
	return t, nil
}

func UseTop(addr string) error {
	t, err := Top(addr)
	if err != nil {
		return err
	}
	defer t.Close()
	return nil
}

type cluster struct {
	nodes map[string]*top
	byID  [][]*top
}

func (c *cluster) Join(addr string) error {
	t, err := Top(addr)
	if err != nil {
		return err
	}
	c.nodes[addr] = t
	return nil
}

func Build(addrs []string) (*cluster, error) {
	c := &cluster{nodes: map[string]*top{}}
	for _, a := range addrs {
		t, err := Top(a)
		if err != nil {
			c.Stop()
			return nil, err
		}
		c.nodes[a] = t
	}
	return c, nil
}

func BuildLeak(addrs []string) (*cluster, error) {
	c := &cluster{nodes: map[string]*top{}}
	for _, a := range addrs {
		t, err := Top(a) // want `t opened by nested\.Top is not closed when BuildLeak returns at line [0-9]+.*\(unclosed/leak\)`
		if err != nil {
			return nil, err
		}
		c.nodes[a] = t
	}
	return c, nil
}

func (c *cluster) Stop() {
	for _, t := range c.nodes {
		t.Close()
	}
}

func UseBuildLeak() error {
	c, err := Build(nil) // want `c from nested\.Build is not stopped when UseBuildLeak returns at line [0-9]+.*\(unclosed/leak\)`
	if err != nil {
		return err
	}
	fmt.Println(len(c.nodes))
	return nil
}
