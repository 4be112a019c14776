package owners

import (
	"fmt"
	"net"

	"example.com/unclosed/owners/cluster"
)

// A node gives a method of its own away before it opens anything.
type node struct {
	name   string
	info   *cluster.Info
	first  net.Listener
	second net.Listener
}

func (n *node) logf(text string) { fmt.Println(n.name, text) }

// Who can only log by the node does not close its listeners.
func newNode(name string) (*node, error) {
	n := &node{name: name}
	n.info = cluster.New(n.logf)
	var err error
	n.first, err = net.Listen("tcp", ":1") // want `n.first opened by net.Listen is not closed when newNode returns at line 31`
	if err != nil {
		return nil, err
	}
	n.second, err = net.Listen("tcp", ":2")
	if err != nil {
		return nil, err
	}
	return n, nil
}

func (n *node) Close() error {
	n.second.Close()
	return n.first.Close()
}

// onExit keeps what it is given.
func onExit(f func()) { exits = append(exits, f) }

var exits []func()

// stop closes.
func (n *node) stop() { _ = n.Close() }

func closedAtExit(name string) error {
	n := &node{name: name}
	onExit(n.stop)
	var err error
	n.first, err = net.Listen("tcp", ":1")
	if err != nil {
		return err
	}
	n.second, err = net.Listen("tcp", ":2")
	return err
}

// join is a method by which somebody else gets the node.
func (n *node) join(text string) { nodes = append(nodes, n) }

var nodes []*node

func joined(name string) error {
	n := &node{name: name}
	n.info = cluster.New(n.join)
	n.info.Say(name)
	var err error
	n.first, err = net.Listen("tcp", ":1")
	return err
}

// self is a method by which somebody else asks for the node.
func (n *node) self() *node { return n }

var current func() *node

func asked(name string) error {
	n := &node{name: name}
	current = n.self
	var err error
	n.first, err = net.Listen("tcp", ":1")
	return err
}
