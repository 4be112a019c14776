package sym

import (
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// The persistent map does what Go's map does, and leaves older versions alone.
func TestIntMapAgainstMap(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	type version struct {
		m    *Map[int]
		want map[uint32]int
	}
	versions := []version{{nil, map[uint32]int{}}}
	key := func() uint32 {
		if rnd.IntN(2) == 0 {
			return uint32(rnd.IntN(40))
		}
		return rnd.Uint32()>>uint(rnd.IntN(32)) | 1<<31
	}
	for range 3000 {
		v := versions[rnd.IntN(len(versions))]
		want := maps.Clone(v.want)
		k, m := key(), v.m
		switch rnd.IntN(4) {
		case 0:
			m = m.Delete(k)
			delete(want, k)
		case 1:
			o := versions[rnd.IntN(len(versions))]
			m = m.intersect(o.m)
			for k, x := range want {
				if y, ok := o.want[k]; !ok || x != y {
					delete(want, k)
				}
			}
		default:
			m = m.Set(k, rnd.IntN(3))
			want[k], _ = m.get(k)
		}
		versions = append(versions, version{m, want})
	}
	for i, v := range versions {
		got := map[uint32]int{}
		v.m.Each(func(k uint32, x int) bool {
			got[k] = x
			return true
		})
		require.Equal(t, v.want, got)
		o := versions[(i*7)%len(versions)]
		require.Equal(t, maps.Equal(v.want, o.want), v.m.equal(o.m))
		within := true
		for k, x := range v.want {
			if y, ok := o.want[k]; x > 0 && (!ok || x != y) {
				within = false
			}
		}
		require.Equal(t, within, v.m.within(o.m, func(_ uint32, x int) bool { return x > 0 }))
	}
}
