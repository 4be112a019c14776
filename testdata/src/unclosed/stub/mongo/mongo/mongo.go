// Package mongo is the part of the driver that the fixtures need.
package mongo

import "context"

type Client struct{}

func Connect() (*Client, error)                        { return new(Client), nil }
func (c *Client) Disconnect(ctx context.Context) error { return nil }
func (c *Client) StartSession() (*Session, error)      { return new(Session), nil }

type Session struct{}

func (s *Session) EndSession(ctx context.Context) {}

type Collection struct{}

func (c *Collection) Find(ctx context.Context, filter any) (*Cursor, error) { return new(Cursor), nil }
func (c *Collection) Watch(ctx context.Context, p any) (*ChangeStream, error) {
	return new(ChangeStream), nil
}

type Cursor struct{}

func (c *Cursor) Next(ctx context.Context) bool           { return false }
func (c *Cursor) Decode(v any) error                      { return nil }
func (c *Cursor) All(ctx context.Context, list any) error { return nil }
func (c *Cursor) Err() error                              { return nil }
func (c *Cursor) Close(ctx context.Context) error         { return nil }

type ChangeStream struct{}

func (c *ChangeStream) Next(ctx context.Context) bool   { return false }
func (c *ChangeStream) Err() error                      { return nil }
func (c *ChangeStream) Close(ctx context.Context) error { return nil }
