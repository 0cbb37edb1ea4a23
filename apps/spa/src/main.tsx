import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createClient } from './create-client.ts'
import { fetchSettings } from './settings.ts'
import { toMessage } from './to-message.ts'
import './styles.css'

const root = createRoot(document.getElementById('root')!)
try {
  const settings = await fetchSettings()
  const client = createClient(settings)
  // A page that comes back from the provider ends the sign-in first; every other one has nothing to end.
  const failure = await client.handleRedirectCallback().then(
    (login) => {
      if (login) history.replaceState(null, '', typeof login.appState === 'string' ? login.appState : '/')
      return undefined
    },
    (error: unknown) => {
      history.replaceState(null, '', '/')
      return toMessage(error)
    },
  )
  root.render(
    <StrictMode>
      <App client={client} settings={settings} failure={failure} />
    </StrictMode>,
  )
} catch (error) {
  root.render(<p className="alert">{toMessage(error)}</p>)
}
