// Package zeroed has structs of which zero values are made by what reads them, or by reflection.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"sync"
)

type client struct{ ctx context.Context }

// A read is made by what it is read from.
type read struct {
	On bool
	cl *client
}

func (r *read) start(done chan struct{}) {
	go func() { // want `raw-go`
		defer close(done)
		if r.On {
			<-r.cl.ctx.Done()
		}
	}()
}

// A reads has one.
type reads struct{ Inner *inner }

type inner struct {
	On bool
	cl *client
}

func (r *inner) start(done chan struct{}) {
	go func() { // want `raw-go`
		defer close(done)
		if r.On {
			<-r.cl.ctx.Done()
		}
	}()
}

// A mirrored is made by reflection.
type mirrored struct {
	on bool
	cl *client
}

func (m *mirrored) start(done chan struct{}) {
	go func() { // want `raw-go`
		defer close(done)
		if m.on {
			<-m.cl.ctx.Done()
		}
	}()
}

// A shown is only printed, kept and written.
type shown struct {
	On bool
	cl *client
}

func (s *shown) start(done chan struct{}) {
	go func() { // want `raw-go`
		defer close(done)
		if s.On {
			<-s.cl.ctx.Done()
		}
	}()
}

func main() {
	c := &client{ctx: context.Background()}
	r := &read{On: true, cl: c}
	_ = json.Unmarshal([]byte("{}"), &r)
	r.start(make(chan struct{}))
	in := &reads{Inner: &inner{On: true, cl: c}}
	_ = json.Unmarshal([]byte("{}"), in)
	in.Inner.start(make(chan struct{}))
	m := &mirrored{on: true, cl: c}
	m.start(make(chan struct{}))
	reflect.New(reflect.TypeOf(m).Elem()).Interface().(*mirrored).start(make(chan struct{}))
	s := &shown{On: true, cl: c}
	s.start(make(chan struct{}))
	fmt.Println(s)
	var all sync.Map
	all.Store(1, s)
	text, _ := json.Marshal(s)
	fmt.Println(string(text))
}
