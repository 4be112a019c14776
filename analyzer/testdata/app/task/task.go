// Package task is what a team has of its own.
package task

// Go is how this team launches.
func Go(fn func()) { go fn() }

// A Client has to be hung up, which nothing here shows.
type Client struct{ name string }

func Dial(name string) *Client { return &Client{name} }

func (c *Client) Peek() string { return c.name }

func (c *Client) HangUp() {}
