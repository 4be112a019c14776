package sym

import "math/bits"

// An Map is a persistent map from numbers to values: changing a copy leaves
// the original as it was, and both share what is the same in them. States fork
// at every branch and are joined after it, and differ little; with ordinary maps
// a long function would take time and memory quadratic in its length.
//
// It is a big-endian Patricia tree (Okasaki and Gill, Fast Mergeable Integer
// Maps, 1998): the shape depends on the content alone, so that operations on two
// maps pass over whatever they share. The nil map is empty.
type Map[V comparable] struct {
	prefix      uint32 // of a branch: the bits above bit; of a leaf: the key
	bit         uint32 // of a branch: where its sides differ; 0 for a leaf
	left, right *Map[V]
	val         V
}

// get returns the value of a key.
func (m *Map[V]) get(key uint32) (val V, ok bool) {
	for m != nil {
		if m.bit == 0 {
			if m.prefix == key {
				return m.val, true
			}
			return val, false
		}
		if !m.matches(key) {
			return val, false
		}
		m = m.side(key)
	}
	return val, false
}

// matches reports whether the key could be under the branch.
func (m *Map[V]) matches(key uint32) bool { return key&^(m.bit<<1-1) == m.prefix }

// side is the side of a branch on which a key is.
func (m *Map[V]) side(key uint32) *Map[V] {
	if key&m.bit == 0 {
		return m.left
	}
	return m.right
}

// Set returns the map with a key set; the map itself if that changes nothing.
func (m *Map[V]) Set(key uint32, val V) *Map[V] {
	switch {
	case m == nil:
		return &Map[V]{prefix: key, val: val}
	case m.bit == 0 && m.prefix == key:
		if m.val == val {
			return m
		}
		return &Map[V]{prefix: key, val: val}
	case m.bit == 0 || !m.matches(key):
		return link(m, &Map[V]{prefix: key, val: val})
	case key&m.bit == 0:
		return m.with(m.left.Set(key, val), m.right)
	}
	return m.with(m.left, m.right.Set(key, val))
}

// link makes a branch over two maps whose keys differ in their prefixes.
func link[V comparable](a, b *Map[V]) *Map[V] {
	bit := uint32(1) << (31 - bits.LeadingZeros32(a.prefix^b.prefix))
	if a.prefix&bit != 0 {
		a, b = b, a
	}
	return &Map[V]{prefix: a.prefix &^ (bit<<1 - 1), bit: bit, left: a, right: b}
}

// with is the branch with other sides, either of which may have become empty.
func (m *Map[V]) with(left, right *Map[V]) *Map[V] {
	switch {
	case left == m.left && right == m.right:
		return m
	case left == nil:
		return right
	case right == nil:
		return left
	}
	return &Map[V]{prefix: m.prefix, bit: m.bit, left: left, right: right}
}

// Delete returns the map without a key.
func (m *Map[V]) Delete(key uint32) *Map[V] {
	switch {
	case m == nil:
		return nil
	case m.bit == 0:
		if m.prefix == key {
			return nil
		}
		return m
	case !m.matches(key):
		return m
	case key&m.bit == 0:
		return m.with(m.left.Delete(key), m.right)
	}
	return m.with(m.left, m.right.Delete(key))
}

// Each calls visit for every entry, in the order of the keys, until it returns false.
func (m *Map[V]) Each(visit func(key uint32, val V) bool) bool {
	switch {
	case m == nil:
		return true
	case m.bit == 0:
		return visit(m.prefix, m.val)
	}
	return m.left.Each(visit) && m.right.Each(visit)
}

// equal reports whether two maps have the same entries.
func (m *Map[V]) equal(o *Map[V]) bool {
	return m == o || m != nil && o != nil && m.prefix == o.prefix && m.bit == o.bit && m.val == o.val &&
		m.left.equal(o.left) && m.right.equal(o.right)
}

// intersect keeps the entries that both maps have.
func (m *Map[V]) intersect(o *Map[V]) *Map[V] {
	switch {
	case m == o || m == nil || o == nil:
		if m == nil || o == nil {
			return nil
		}
		return m
	case m.bit == 0:
		if v, ok := o.get(m.prefix); ok && v == m.val {
			return m
		}
		return nil
	case o.bit == 0:
		if v, ok := m.get(o.prefix); ok && v == o.val {
			return o
		}
		return nil
	case m.bit == o.bit && m.prefix == o.prefix:
		return m.with(m.left.intersect(o.left), m.right.intersect(o.right))
	case m.bit > o.bit && m.matches(o.prefix):
		return m.side(o.prefix).intersect(o)
	case o.bit > m.bit && o.matches(m.prefix):
		return m.intersect(o.side(m.prefix))
	}
	return nil
}

// within reports whether every entry of m for which want is true is in o too. It
// passes over what the maps share.
func (m *Map[V]) within(o *Map[V], want func(uint32, V) bool) bool {
	switch {
	case m == o || m == nil:
		return true
	case m.bit == 0:
		if !want(m.prefix, m.val) {
			return true
		}
		v, ok := o.get(m.prefix)
		return ok && v == m.val
	case o != nil && o.bit == m.bit && o.prefix == m.prefix:
		return m.left.within(o.left, want) && m.right.within(o.right, want)
	case o != nil && o.bit > m.bit:
		return m.within(o.side(m.prefix), want)
	case o != nil && m.bit > o.bit:
		if o.prefix&m.bit == 0 {
			return m.left.within(o, want) && m.right.within(nil, want)
		}
		return m.left.within(nil, want) && m.right.within(o, want)
	}
	return m.left.within(nil, want) && m.right.within(nil, want)
}
