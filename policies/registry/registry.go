// Package registry takes a bundle to an OCI registry and gets it from there, in the
// form that OPA's own downloader reads: an image whose one layer is the bundle, of the
// media type application/vnd.oci.image.layer.v1.tar+gzip.
//
// What comes from a registry is trusted for its signature alone, as from everywhere.
//
// The layer, its config and the manifest are the same bytes for the same bundle, so
// that pushing it again changes nothing.
package registry

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/opencontainers/go-digest"
	image "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/errdef"
	names "oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/errcode"
)

// Scheme is how the address of a bundle in a registry begins, where it is one of
// several kinds of address.
const Scheme = "oci://"

// mostFetched bounds what is read of a bundle, mostManifest of what describes it.
const (
	mostFetched  = 1 << 30
	mostManifest = 1 << 20
)

// Client says how to talk to registries. The zero value talks HTTPS, and HTTP to this
// machine, and takes the credentials that Docker's configuration has for the registry,
// if any. Nothing is written there.
type Client struct {
	Username, Password string // instead of Docker's configuration
	PlainHTTP          bool   // talk HTTP to other machines as well
}

// Push takes a bundle to a reference such as registry.example.org/privacy/policy:12
// and gives the digest under which it stays there, whatever the tag comes to name. The
// annotations say what it is, by the keys of the image specification.
func (c Client) Push(ctx context.Context, reference string, packed []byte, annotations map[string]string) (string, error) {
	repository, ref, err := c.open(reference)
	if err != nil {
		return "", err
	}
	if _, err := ref.Digest(); err == nil {
		return "", fmt.Errorf("%q names a digest, and a bundle is pushed to a tag", reference)
	}
	config, err := configOf(packed)
	if err != nil {
		return "", err
	}
	manifest := image.Manifest{
		MediaType: image.MediaTypeImageManifest, Annotations: annotations,
		Config: content.NewDescriptorFromBytes(image.MediaTypeImageConfig, config),
		Layers: []image.Descriptor{content.NewDescriptorFromBytes(image.MediaTypeImageLayerGzip, packed)},
	}
	manifest.SchemaVersion = 2
	for _, blob := range []struct {
		is   image.Descriptor
		data []byte
	}{{manifest.Config, config}, {manifest.Layers[0], packed}} {
		there, err := repository.Exists(ctx, blob.is)
		if err == nil && !there {
			err = repository.Push(ctx, blob.is, bytes.NewReader(blob.data))
		}
		if err != nil && !errors.Is(err, errdef.ErrAlreadyExists) {
			return "", explain(ref, err)
		}
	}
	text, err := json.Marshal(manifest)
	if err != nil {
		return "", err
	}
	is := content.NewDescriptorFromBytes(manifest.MediaType, text)
	if err := repository.PushReference(ctx, is, bytes.NewReader(text), ref.Reference); err != nil {
		return "", explain(ref, err)
	}
	return is.Digest.String(), nil
}

// Pull gets the bundle that a reference names, and the digest of what describes it;
// where that is the digest seen before, it gets no bundle.
func (c Client) Pull(ctx context.Context, reference, seen string) (packed []byte, now string, err error) {
	repository, ref, err := c.open(reference)
	if err != nil {
		return nil, "", err
	}
	is, err := repository.Resolve(ctx, ref.Reference)
	if err != nil {
		return nil, "", explain(ref, err)
	}
	if now = is.Digest.String(); now == seen {
		return nil, now, nil
	}
	if is.MediaType != image.MediaTypeImageManifest || is.Size > mostManifest {
		return nil, "", fmt.Errorf("%s holds no bundle: it is of the type %s and has %d bytes", ref, is.MediaType, is.Size)
	}
	text, err := content.FetchAll(ctx, repository, is)
	if err != nil {
		return nil, "", explain(ref, err)
	}
	var manifest image.Manifest
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, "", fmt.Errorf("%s: %w", ref, err)
	}
	i := slices.IndexFunc(manifest.Layers, func(l image.Descriptor) bool { return l.MediaType == image.MediaTypeImageLayerGzip })
	if i < 0 || manifest.Layers[i].Size > mostFetched {
		return nil, "", fmt.Errorf("%s holds no bundle", ref)
	}
	packed, err = content.FetchAll(ctx, repository, manifest.Layers[i])
	return packed, now, explain(ref, err)
}

// open reads a reference, and makes ready to talk to its registry.
func (c Client) open(reference string) (*remote.Repository, names.Reference, error) {
	ref, err := names.ParseReference(strings.TrimPrefix(reference, Scheme))
	if err != nil || ref.Reference == "" {
		return nil, ref, fmt.Errorf("%q is no reference with a tag, such as registry.example.org/privacy/policy:latest", reference)
	}
	repository := &remote.Repository{Reference: ref, PlainHTTP: c.PlainHTTP || Loopback(reference)}
	client := *auth.DefaultClient // which tries again what may pass
	client.Cache = auth.NewCache()
	client.Credential = auth.StaticCredential(ref.Registry, auth.Credential{Username: c.Username, Password: c.Password})
	if c.Username == "" {
		store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
		if err != nil {
			return nil, ref, fmt.Errorf("read the credentials in Docker’s configuration: %w", err)
		}
		client.Credential = credentials.Credential(store)
	}
	repository.Client = &client
	return repository, ref, nil
}

// Loopback tells whether the registry of a reference is on this machine.
func Loopback(reference string) bool {
	host, _, _ := strings.Cut(strings.TrimPrefix(reference, Scheme), "/")
	u := url.URL{Host: host}
	return u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}

// ByDigest is a reference that names what is there by its digest, and no tag.
func ByDigest(reference, digest string) (string, error) {
	ref, err := names.ParseReference(strings.TrimPrefix(reference, Scheme))
	ref.Reference = digest
	return ref.String(), err
}

// explain says in a clause what a registry means.
func explain(ref names.Reference, err error) error {
	if err == nil {
		return nil
	}
	var response *errcode.ErrorResponse
	if errors.As(err, &response) {
		switch response.StatusCode {
		case http.StatusUnauthorized, http.StatusForbidden:
			return fmt.Errorf("%s does not let these credentials at %s: %w", ref.Registry, ref.Repository, err)
		case http.StatusNotFound:
			return fmt.Errorf("%s has no %s: %w", ref.Registry, ref.Repository, err)
		}
	}
	if errors.Is(err, auth.ErrBasicCredentialNotFound) {
		return fmt.Errorf("%s asks for credentials, and there are none", ref.Registry)
	}
	if errors.Is(err, errdef.ErrNotFound) {
		return fmt.Errorf("%s has no %s of the name %s", ref.Registry, ref.Repository, ref.Reference)
	}
	if strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") {
		return fmt.Errorf("%s talks plain HTTP, which is used only when asked for", ref.Registry)
	}
	return err
}

// configOf describes a layer as the image specification asks: there is nothing in it
// to run, on any machine.
func configOf(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("the bundle is not packed as one: %w", err)
	}
	sum := digest.SHA256.Digester()
	if _, err := io.Copy(sum.Hash(), z); err != nil {
		return nil, fmt.Errorf("the bundle is not packed as one: %w", err)
	}
	return json.Marshal(image.Image{
		Platform: image.Platform{Architecture: "unknown", OS: "unknown"},
		RootFS:   image.RootFS{Type: "layers", DiffIDs: []digest.Digest{sum.Digest()}},
	})
}
