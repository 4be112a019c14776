package keeps

import "os"

// An option is applied to a config by a method out of sight, which may put what the
// option was made of into it.

type sampler interface{ Sample() bool }

type sampling struct{ *os.File }

func (*sampling) Sample() bool { return true }

func openSampling(name string) (*sampling, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &sampling{f}, nil
}

type settings struct{ s sampler }

type option interface{ apply(*settings) }

type sampledBy struct{ s sampler }

func (o sampledBy) apply(c *settings) { c.s = o.s }

func withSampler(s sampler) option { return sampledBy{s} }

type provider struct{ s sampler }

func newProvider(opts ...option) *provider {
	var c settings
	for _, o := range opts {
		o.apply(&c)
	}
	return &provider{c.s}
}

func optionsInLiteral(name string) (*provider, error) {
	s, err := openSampling(name)
	if err != nil {
		return nil, err
	}
	opts := []option{withSampler(s)}
	return newProvider(opts...), nil
}

func optionsAppended(name string, sampled bool) (*provider, error) {
	var opts []option
	if sampled {
		s, err := openSampling(name)
		if err != nil {
			return nil, err
		}
		opts = append(opts, withSampler(s))
	}
	p := newProvider(opts...)
	return p, nil
}

func optionOnlyAsked(name string) error {
	s, err := openSampling(name) // want `s opened by keeps.openSampling is not closed when optionOnlyAsked returns`
	if err != nil {
		return err
	}
	for _, other := range []sampler{s} {
		if other.Sample() {
			return nil
		}
	}
	return s.Close()
}

// A part makes the whole of what it was made of.
type maker interface{ make() *provider }

type makesSampled struct{ s sampler }

func (m makesSampled) make() *provider { return &provider{m.s} }

func makers(s sampler) maker { return makesSampled{s} }

func firstMade(name string) (*provider, error) {
	s, err := openSampling(name)
	if err != nil {
		return nil, err
	}
	for _, m := range []maker{makers(s)} {
		return m.make(), nil
	}
	return nil, s.Close()
}
