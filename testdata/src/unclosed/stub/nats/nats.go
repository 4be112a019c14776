// Package nats is the part of github.com/nats-io/nats.go that the fixtures need.
package nats

import "time"

type Conn struct{}
type Msg struct{ Data []byte }
type Subscription struct{}

func Connect(url string) (*Conn, error)                 { return new(Conn), nil }
func (nc *Conn) Close()                                 {}
func (nc *Conn) Drain() error                           { return nil }
func (nc *Conn) Publish(subj string, data []byte) error { return nil }
func (nc *Conn) Subscribe(subj string, cb func(*Msg)) (*Subscription, error) {
	return new(Subscription), nil
}
func (nc *Conn) SubscribeSync(subj string) (*Subscription, error) { return new(Subscription), nil }
func (s *Subscription) NextMsg(d time.Duration) (*Msg, error)     { return nil, nil }
func (s *Subscription) Unsubscribe() error                        { return nil }
func (s *Subscription) AutoUnsubscribe(n int) error               { return nil }
func (s *Subscription) Drain() error                              { return nil }
