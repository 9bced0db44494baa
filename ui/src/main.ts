/** Starts the window. */
import { mount } from 'svelte';
import App from './app/App.svelte';
import { connect } from './backend';
import './design/tokens.css';
import './design/base.css';

const target = document.getElementById('app');
if (target) {
  const backend = await connect();
  mount(App, { target, props: { backend } });
}
