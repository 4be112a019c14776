package handover

import (
	"context"
	"reflect"
)

type stream struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func (s *stream) Close() { s.cancel() }

func work(context.Context) error { return nil }

// What is copied by reflection the caller has.
func copied(parent context.Context, rsp any) error {
	ctx, cancel := context.WithCancel(parent)
	if err := work(ctx); err != nil {
		cancel()
		return err
	}
	s := &stream{ctx: ctx, cancel: cancel}
	val := reflect.ValueOf(rsp).Elem()
	val.Set(reflect.ValueOf(s).Elem())
	return nil
}

func copiedInto(parent context.Context, rsp any, name string) {
	_, cancel := context.WithCancel(parent)
	reflect.ValueOf(rsp).Elem().FieldByName(name).Set(reflect.ValueOf(cancel))
}

// What is only looked at nobody has.
func looked(parent context.Context) (reflect.Kind, error) {
	ctx, cancel := context.WithCancel(parent) // want `cancel from context\.WithCancel is not called when looked returns`
	if err := work(ctx); err != nil {
		cancel()
		return 0, err
	}
	s := &stream{ctx: ctx, cancel: cancel}
	return reflect.ValueOf(s).Elem().Kind(), nil
}
