// Package clientv3 is the part of go.etcd.io/etcd/client/v3 that the fixtures need.
package clientv3

import "context"

type Config struct{}
type Client struct{}
type WatchChan <-chan struct{}

func New(c Config) (*Client, error)                               { return new(Client), nil }
func (c *Client) Close() error                                    { return nil }
func (c *Client) Watch(ctx context.Context, key string) WatchChan { return nil }
func (c *Client) Put(ctx context.Context, key, val string) error  { return nil }
