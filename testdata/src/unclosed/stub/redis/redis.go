// Package redis is the part of github.com/redis/go-redis/v9 that the fixtures need.
package redis

import "context"

type Options struct{ Addr string }
type Client struct{}

func NewClient(opt *Options) *Client                                     { return new(Client) }
func (c *Client) Close() error                                           { return nil }
func (c *Client) Ping(ctx context.Context) error                         { return nil }
func (c *Client) Subscribe(ctx context.Context, names ...string) *PubSub { return new(PubSub) }
func (c *Client) Pipeline() Pipeliner                                    { return nil }

type Pipeliner interface{ Discard() }
type Message struct{}
type PubSub struct{ ch chan *Message }

func (p *PubSub) Close() error             { return nil }
func (p *PubSub) Channel() <-chan *Message { return p.ch }
